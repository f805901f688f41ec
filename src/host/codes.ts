/** What a decision needs of cryptography, which the host does not do itself. */
export interface Codes {
  /** 10 capital letters and digits that follow from the text and from a secret: nobody can guess them. */
  token(text: string): string
  /** SHA-256 of a text, its first 16 hexadecimal digits. */
  digest(text: string): string
}

/** For hosts whose plugins make no codes. */
export const NO_CODES: Codes = {
  token: () => {
    throw new Error('This host makes no codes. Give it `codes`.')
  },
  digest: () => {
    throw new Error('This host makes no codes. Give it `codes`.')
  },
}
