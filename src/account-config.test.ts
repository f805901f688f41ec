import { describe, expect, test } from 'vitest'
import { readAccounts, secretsOfAccount } from './account-config.ts'

const TOKEN = '123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

describe('the accounts', () => {
  test('are none without a token: there is only the playground', () => {
    expect(readAccounts(undefined, {})).toEqual({ accounts: [], mistakes: [] })
    const named = [{ id: 'main', platform: 'telegram' }]
    expect(readAccounts(named, {})).toEqual({ accounts: [], mistakes: [] })
  })

  test('need no configuration: a token in the environment makes one', () => {
    expect(readAccounts(undefined, { TELEGRAM_BOT_TOKEN: TOKEN, WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_x' })).toEqual({
      accounts: [
        { id: 'telegram', platform: 'telegram', client: 'grammy', token: TOKEN, ephemeral: false },
        {
          id: 'wechat',
          platform: 'wechat',
          provider: 'workpro',
          puppet: { kind: 'service', token: 'insecure_x', tls: true },
        },
      ],
      mistakes: [],
    })
  })

  test('take what the environment says of the usual token over what the file says', () => {
    const file = [
      { id: 'main', platform: 'telegram', client: 'grammy', apiRoot: 'https://file.example' },
      { id: 'second', platform: 'telegram', tokenFrom: 'SECOND_TOKEN' },
    ]
    const env = {
      TELEGRAM_BOT_TOKEN: TOKEN,
      SECOND_TOKEN: TOKEN,
      TELEGRAM_CLIENT: 'telegraf',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example/accounts/main/telegram',
      TELEGRAM_WEBHOOK_SECRET: 'abcdefghijklmnop',
    }
    expect(readAccounts(file, env)).toMatchObject({
      accounts: [
        {
          client: 'telegraf',
          apiRoot: 'http://127.0.0.1:8081',
          webhook: { url: env.TELEGRAM_WEBHOOK_URL, secret: env.TELEGRAM_WEBHOOK_SECRET },
        },
        { client: 'grammy', token: TOKEN },
      ],
      mistakes: [],
    })
    expect(readAccounts(file, env).accounts[1]).not.toHaveProperty('webhook')
  })

  test('may speak to a puppet service without TLS, at an endpoint', () => {
    const env = {
      WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_x',
      WECHATY_PUPPET_SERVICE_ENDPOINT: '127.0.0.1:18791',
      WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: 'true',
    }
    expect(readAccounts([{ id: 'w', platform: 'wechat', provider: 'padlocal' }], env).accounts).toEqual([
      {
        id: 'w',
        platform: 'wechat',
        provider: 'padlocal',
        puppet: { kind: 'service', token: 'insecure_x', tls: false, endpoint: '127.0.0.1:18791' },
      },
    ])
  })

  test('of a puppet of one’s own need no token', () => {
    const puppet = { package: 'wechaty-puppet-mock', options: { a: 1 } }
    expect(readAccounts([{ id: 'w', platform: 'wechat', puppet, can: { images: true } }], {}).accounts).toEqual([
      {
        id: 'w',
        platform: 'wechat',
        provider: 'workpro',
        can: { images: true },
        puppet: { kind: 'package', name: 'wechaty-puppet-mock', options: { a: 1 } },
      },
    ])
  })

  test('take the secret options of a puppet from the environment, and those are secrets', () => {
    const puppet = { package: 'wechaty-puppet-padlocal', options: { a: 1 }, optionsFrom: { token: 'PADLOCAL_TOKEN' } }
    const file = [{ id: 'w', platform: 'wechat', provider: 'padlocal', puppet }]
    const { accounts } = readAccounts(file, { PADLOCAL_TOKEN: 'puppet_padlocal_x' })
    expect(accounts).toMatchObject([
      { puppet: { name: 'wechaty-puppet-padlocal', options: { a: 1, token: 'puppet_padlocal_x' } } },
    ])
    expect(accounts.flatMap(secretsOfAccount)).toEqual(['puppet_padlocal_x'])
    expect(readAccounts(file, { TELEGRAM_BOT_TOKEN: TOKEN }).mistakes).toEqual([
      'accounts[0]: PADLOCAL_TOKEN is not set. Write PADLOCAL_TOKEN=… into .env.',
    ])
  })

  test.each([
    ['true', false],
    ['1', false],
    ['false', true],
    ['0', true],
    ['', true],
  ])('are reached with TLS or without, as the environment says: %j', (value, tls) => {
    const env = { WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_x', WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: value }
    expect(readAccounts(undefined, env)).toMatchObject({ accounts: [{ puppet: { tls } }], mistakes: [] })
  })

  test('are refused when it is not clear whether TLS is meant', () => {
    const env = { WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_x', WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: 'yes' }
    const { mistakes } = readAccounts(undefined, env)
    expect(mistakes).toEqual([expect.stringContaining('WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT')])
    for (const value of ['true', '1', 'false', '0']) expect(mistakes[0]).toContain(`"${value}"`)
  })

  test('may leave invitations unanswered', () => {
    const file = [{ id: 'w', platform: 'wechat', acceptInvitations: false }]
    const { accounts } = readAccounts(file, { WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_x' })
    expect(accounts).toMatchObject([{ acceptInvitations: false }])
  })

  test('that lack a secret are mistakes once another one has its own, each naming the variable', () => {
    const file = [
      { id: 'main', platform: 'telegram' },
      { id: 'second', platform: 'telegram', tokenFrom: 'SECOND_TOKEN' },
      { id: 'relay', platform: 'relay', groups: [{ id: 'g', title: 'G' }] },
      { id: 'hook', platform: 'telegram', webhook: { url: 'https://bot.example/' } },
    ]
    expect(readAccounts(file, { TELEGRAM_BOT_TOKEN: TOKEN, BONFIRE_RELAY_KEY: 'short' }).mistakes).toEqual([
      'accounts[1]: SECOND_TOKEN is not set. Write SECOND_TOKEN=… into .env.',
      'accounts[2]: BONFIRE_RELAY_KEY in .env has to be a key of at least 16 characters.',
      'accounts[3]: TELEGRAM_WEBHOOK_SECRET in .env has to be 16–256 letters, digits, _ or -.',
    ])
  })

  test.each([
    ['a webhook without its secret', [], { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_WEBHOOK_URL: 'https://bot.example/' }],
    [
      'a key that is too short',
      [{ id: 'relay', platform: 'relay', groups: [{ id: 'g', title: 'G' }] }],
      { BONFIRE_RELAY_KEY: 'short' },
    ],
  ])('are never left out for %s: whoever set something means to run', (_, file, env) => {
    expect(readAccounts(file, env).mistakes).toHaveLength(1)
  })

  test('are refused with all their mistakes at once, without their secrets', () => {
    const file = [
      { id: 'Main', platform: 'telegram', clinet: 'grammy' },
      { id: 'w', platform: 'wechat', provider: 'workpor' },
    ]
    const { mistakes } = readAccounts(file, { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_CLIENT: 'gramy' })
    expect(mistakes).toHaveLength(4)
    expect(mistakes.join('\n')).toMatch(/accounts\[0\]\.id.*clinet.*client.*accounts\[1\]\.provider.*TELEGRAM_CLIENT/s)
    expect(mistakes.join('\n')).not.toContain(TOKEN)
    expect(readAccounts([{ id: 'x', platform: 'wechta' }], {}).mistakes).toEqual([
      expect.stringContaining('accounts[0].platform'),
    ])
  })

  test('have different ids', () => {
    const file = [
      { id: 'main', platform: 'telegram' },
      { id: 'main', platform: 'telegram' },
    ]
    expect(readAccounts(file, { TELEGRAM_BOT_TOKEN: TOKEN }).mistakes).toEqual([
      'accounts: two of them are called "main". Give each an id of its own.',
    ])
  })
})
