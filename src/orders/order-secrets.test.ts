import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { tempProject } from '../../test/temp-project.ts'
import { loadConfig } from '../config.ts'
import { ORDER_SECRETS_VARIABLE, readOrderSecrets } from './order-secrets.ts'

const secretOf = (bytes: number) => `whsec_${randomBytes(bytes).toString('base64')}`

describe('secrets of the hook', () => {
  test.each([undefined, '', ' ', '\t'])('%j: there are none, which is no mistake', text => {
    expect(readOrderSecrets(text)).toEqual({ secrets: [], mistakes: [] })
  })

  test('one, and several with spaces between', () => {
    const [a, b] = [secretOf(24), secretOf(64)]
    expect(readOrderSecrets(` ${a}  ${b} `)).toEqual({ secrets: [a, b], mistakes: [] })
  })

  test.each([
    ['no prefix', randomBytes(32).toString('base64'), 'does not begin with whsec_'],
    ['nothing behind the prefix', 'whsec_', 'too short'],
    ['few bytes', secretOf(23), 'too short'],
    ['many bytes', secretOf(65), 'too long'],
    ['no base64', `whsec_${'!'.repeat(44)}`, 'no base64'],
    ['base64 for addresses', 'whsec_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_', 'no base64'],
  ])('%s is a mistake, and the secret is not shown', (_, secret, said) => {
    const { secrets, mistakes } = readOrderSecrets(secret)
    expect(secrets).toEqual([])
    expect(mistakes).toEqual([expect.stringContaining(said)])
    expect(mistakes[0]).toContain('Make one with: node -p')
    expect(mistakes[0]).not.toContain(secret.length > 8 ? secret : 'Nothing to hide')
  })

  test('one that is no good among good ones spoils all, and is counted', () => {
    const { secrets, mistakes } = readOrderSecrets(`${secretOf(32)} whsec_short`)
    expect([secrets, mistakes]).toEqual([[], [expect.stringContaining(`${ORDER_SECRETS_VARIABLE}, secret 2:`)]])
  })
})

describe('the configuration', () => {
  const project = () =>
    tempProject({
      'bonfire.config.ts': `export default { plugins: [], plan: { name: 'x', timezone: 'Asia/Shanghai' } }`,
    })
  const load = (secret: string) =>
    loadConfig({ file: project().at('bonfire.config.ts'), env: { [ORDER_SECRETS_VARIABLE]: secret } })

  test('has the secrets, and shows none of them', async () => {
    const [a, b] = [secretOf(32), secretOf(32)]
    const { orders, secrets } = await load(`${a} ${b}`)
    expect(orders).toEqual({ account: null, secrets: [a, b] })
    expect(secrets).toEqual(expect.arrayContaining([a, b]))
    expect((await load('')).orders.secrets).toEqual([])
  })

  test('may name the account that keeps the orders, and nothing else', async () => {
    const withOrders = (orders: string) =>
      tempProject({
        'bonfire.config.ts': `export default { plugins: [], plan: { name: 'x', timezone: 'Asia/Shanghai' }, orders: ${orders} }`,
      })
    const load = (orders: string) => loadConfig({ file: withOrders(orders).at('bonfire.config.ts'), env: {} })
    expect((await load(`{ account: 'main' }`)).orders).toEqual({ account: 'main', secrets: [] })
    await expect(load(`{ acount: 'main' }`)).rejects.toThrow('orders.acount: unknown key. Did you mean "account"?')
    await expect(load(`{ account: 'Main' }`)).rejects.toThrow('orders.account: "Main" is not an id.')
  })

  test('with a bad secret is refused', async () => {
    await expect(load('whsec_')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      params: { mistakes: [expect.stringContaining('too short')] },
    })
  })
})
