/** Works with a resource, then gives it back, however the work ends: what `await using` does, which Node 22 cannot read. */
export async function withResource<R extends AsyncDisposable, T>(
  resource: R,
  work: (resource: R) => Promise<T>,
): Promise<T> {
  try {
    return await work(resource)
  } finally {
    await resource[Symbol.asyncDispose]()
  }
}
