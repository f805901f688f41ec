import { expect, test } from 'vitest'
import { BonfireError } from '../errors.ts'
import { onFreePort } from './free-port.ts'
import type { WebServer } from './server.ts'

/** Listens, but for ports that are taken. */
function listeningBut(isTaken: (port: number) => boolean) {
  return async (port: number): Promise<WebServer> => {
    if (isTaken(port)) throw new BonfireError('PORT_TAKEN', { host: '127.0.0.1', port })
    return { port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => {} }
  }
}

test('the first port is 3000, or else the next one that is free', async () => {
  expect((await onFreePort(listeningBut(() => false))).port).toBe(3_000)
  expect((await onFreePort(listeningBut(port => port < 3_004))).port).toBe(3_004)
})

test('where none of them is free, that is an error', async () => {
  await expect(onFreePort(listeningBut(() => true))).rejects.toMatchObject({ code: 'PORT_TAKEN' })
})

test('what else goes wrong is not tried again', async () => {
  let tries = 0
  const broken = async (): Promise<WebServer> => {
    tries += 1
    throw new Error('no network')
  }
  await expect(onFreePort(broken)).rejects.toThrow('no network')
  expect(tries).toBe(1)
})
