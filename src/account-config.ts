import { z } from 'zod'
import { mistakesIn } from './config-mistakes.ts'
import { AccountId, ChatId } from './events/ids.ts'

/** WeChat puppets whose abilities are known. `custom`: as the configuration says. */
export const WECHAT_PROVIDERS = ['workpro', 'padlocal', 'wechat4u', 'xp', 'custom'] as const
export type WechatProvider = (typeof WECHAT_PROVIDERS)[number]

/** A WeChat account's own say in what its puppet can do, for `custom`. */
export const WECHAT_ABILITIES = ['mentions', 'images', 'files', 'linkCards', 'removal', 'announce'] as const

/** An account as the process runs it. Holds secrets. */
export type AccountConfig =
  | {
      readonly id: AccountId
      readonly platform: 'telegram'
      readonly client: 'grammy' | 'telegraf'
      readonly token: string
      /** A Bot API server of one's own. Default: Telegram's. */
      readonly apiRoot?: string
      /** Default: polling. */
      readonly webhook?: { readonly url: string; readonly secret: string }
      /** Answers that only whoever asked can see. Telegram does not promise to deliver them. */
      readonly ephemeral: boolean
    }
  | {
      readonly id: AccountId
      readonly platform: 'wechat'
      readonly provider: WechatProvider
      readonly puppet:
        | { readonly kind: 'service'; readonly token: string; readonly endpoint?: string; readonly tls: boolean }
        | {
            readonly kind: 'package'
            readonly name: string
            readonly options?: Readonly<Record<string, unknown>>
            /** Those of the options that came from the environment. */
            readonly secrets?: readonly string[]
          }
      readonly can?: Readonly<Partial<Record<(typeof WECHAT_ABILITIES)[number], boolean>>>
      /** Whether the bot joins a room when somebody invites it. Default: true. */
      readonly acceptInvitations?: boolean
    }
  | {
      readonly id: AccountId
      readonly platform: 'relay'
      readonly groups: readonly { readonly id: ChatId; readonly title: string }[]
      readonly key: string
    }

/** Telegram allows 1–256 of these: core.telegram.org/bots/api#setwebhook, read 2026-11-22. */
const WEBHOOK_SECRET = /^[A-Za-z0-9_-]{16,256}$/
const KEY_CHARS_MIN = 16
const VARIABLE = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'is not the name of a variable. Use capitals, e.g. "MY_TOKEN".')

const Address = z.url('is not an address. Use a whole one, e.g. "https://bot.example.org/accounts/telegram/webhook".')

const telegramSchema = z.strictObject({
  id: AccountId,
  platform: z.literal('telegram'),
  client: z.enum(['grammy', 'telegraf']).default('grammy'),
  tokenFrom: VARIABLE.default('TELEGRAM_BOT_TOKEN'),
  apiRoot: Address.optional(),
  webhook: z.strictObject({ url: Address, secretFrom: VARIABLE.default('TELEGRAM_WEBHOOK_SECRET') }).optional(),
  ephemeral: z.boolean().default(false),
})
const wechatSchema = z.strictObject({
  id: AccountId,
  platform: z.literal('wechat'),
  provider: z.enum(WECHAT_PROVIDERS).default('workpro'),
  tokenFrom: VARIABLE.default('WECHATY_PUPPET_SERVICE_TOKEN'),
  endpoint: z.string().min(1).optional(),
  tls: z.boolean().default(true),
  /** Any other puppet, by its package. Then no token is needed. */
  puppet: z
    .strictObject({
      package: z.string().min(1),
      options: z.looseObject({}).optional(),
      optionsFrom: z.record(z.string().min(1), VARIABLE).optional(),
    })
    .optional(),
  can: z.partialRecord(z.enum(WECHAT_ABILITIES), z.boolean()).optional(),
  acceptInvitations: z.boolean().optional(),
})
const relaySchema = z.strictObject({
  id: AccountId,
  platform: z.literal('relay'),
  groups: z.array(z.strictObject({ id: ChatId, title: z.string().min(1).max(128) })).min(1),
  keyFrom: VARIABLE.default('BONFIRE_RELAY_KEY'),
})
const SCHEMAS = { telegram: telegramSchema, wechat: wechatSchema, relay: relaySchema } as const
type Platform = keyof typeof SCHEMAS

type Environment = Readonly<Record<string, string | undefined>>

/** What the configuration and the environment say about accounts, together, and all that is wrong with it. */
export interface ReadAccounts {
  readonly accounts: readonly AccountConfig[]
  readonly mistakes: readonly string[]
}

/**
 * Reads the accounts. Those whose secret is not set are left out, unless another one's is: on a machine without any
 * secret there is only the playground.
 */
export function readAccounts(raw: unknown, env: Environment): ReadAccounts {
  // 1. The list, with what the environment adds to it
  const listed = z.array(z.looseObject({ platform: z.enum(['telegram', 'wechat', 'relay']) })).optional()
  const problems = mistakesIn(listed, raw, ['accounts'])
  if (problems.length > 0) return { accounts: [], mistakes: problems }
  const definitions = withThoseOfEnvironment((raw ?? []) as readonly { readonly platform: Platform }[], env)
  // 2. Each by the schema of its platform
  const mistakes = [...definitions.flatMap(checkOne), ...environmentMistakes(env)]
  if (mistakes.length > 0) return { accounts: [], mistakes }
  // 3. With their secrets
  const resolved = definitions.map((definition, index) => resolve(definition, index, env))
  const accounts = resolved.flatMap(one => ('lacks' in one ? [] : [one]))
  const lacking = resolved.flatMap(one => ('lacks' in one ? [one] : []))
  // Somebody who has set one secret means to run, and must not find themselves in the playground.
  const isMeant = accounts.length > 0 || lacking.some(({ isBegun }) => isBegun)
  return { accounts, mistakes: [...(isMeant ? lacking.map(({ lacks }) => lacks) : []), ...sameIds(accounts)] }
}

/** A token alone makes an account: nobody has to write a configuration to try it. */
function withThoseOfEnvironment(given: readonly { readonly platform: Platform }[], env: Environment) {
  const has = (platform: Platform) => given.some(account => account.platform === platform)
  return [
    ...given,
    ...(env.TELEGRAM_BOT_TOKEN && !has('telegram') ? [{ id: 'telegram', platform: 'telegram' as const }] : []),
    ...(env.WECHATY_PUPPET_SERVICE_TOKEN && !has('wechat') ? [{ id: 'wechat', platform: 'wechat' as const }] : []),
  ]
}

function checkOne(definition: { readonly platform: Platform }, index: number): readonly string[] {
  return mistakesIn(SCHEMAS[definition.platform], definition, ['accounts', index])
}

const environmentSchema = z.object({
  TELEGRAM_API_ROOT: Address.optional(),
  TELEGRAM_CLIENT: z.enum(['grammy', 'telegraf']).optional(),
  TELEGRAM_WEBHOOK_URL: Address.optional(),
  WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: z.enum(['true', '1', 'false', '0']).optional(),
})
function environmentMistakes(env: Environment): readonly string[] {
  const given = Object.fromEntries(Object.keys(environmentSchema.shape).map(name => [name, env[name] || undefined]))
  return mistakesIn(environmentSchema, given)
}

/** `isBegun`: one of its secrets is set, and another is not, or is no good. */
type Resolved = AccountConfig | { readonly lacks: string; readonly isBegun: boolean }

function resolve(definition: { readonly platform: Platform }, index: number, env: Environment): Resolved {
  const at = `accounts[${index}]`
  switch (definition.platform) {
    case 'telegram':
      return resolveTelegram(telegramSchema.parse(definition), at, env)
    case 'wechat':
      return resolveWechat(wechatSchema.parse(definition), at, env)
    case 'relay': {
      const { id, groups, keyFrom } = relaySchema.parse(definition)
      const key = env[keyFrom] ?? ''
      if (key.length >= KEY_CHARS_MIN) return { id, platform: 'relay', groups, key }
      const lacks = `${at}: ${keyFrom} in .env has to be a key of at least ${KEY_CHARS_MIN} characters.`
      return { lacks, isBegun: key !== '' }
    }
  }
}

function resolveTelegram(given: z.output<typeof telegramSchema>, at: string, env: Environment): Resolved {
  const { id, tokenFrom, webhook: hook, ephemeral } = given
  const token = env[tokenFrom]
  if (!token) return unset(at, tokenFrom)
  // These speak of the account whose token has the usual name.
  const own = tokenFrom === 'TELEGRAM_BOT_TOKEN' ? env : {}
  const apiRoot = own.TELEGRAM_API_ROOT || given.apiRoot
  const url = own.TELEGRAM_WEBHOOK_URL || hook?.url
  const secretFrom = hook?.secretFrom ?? 'TELEGRAM_WEBHOOK_SECRET'
  const secret = env[secretFrom] ?? ''
  if (url && !WEBHOOK_SECRET.test(secret)) {
    return { lacks: `${at}: ${secretFrom} in .env has to be 16–256 letters, digits, _ or -.`, isBegun: true }
  }
  const client = (own.TELEGRAM_CLIENT || given.client) as 'grammy' | 'telegraf'
  const more = { ...(apiRoot && { apiRoot }), ...(url && { webhook: { url, secret } }) }
  return { id, platform: 'telegram', client, token, ephemeral, ...more }
}

function resolveWechat(given: z.output<typeof wechatSchema>, at: string, env: Environment): Resolved {
  const { id, provider, tokenFrom, puppet, can, acceptInvitations } = given
  const known = {
    ...({ id, platform: 'wechat', provider } as const),
    ...(can && { can }),
    ...(acceptInvitations !== undefined && { acceptInvitations }),
  }
  if (puppet) return resolvePuppet(known, puppet, at, env)
  const token = env[tokenFrom]
  if (!token) return unset(at, tokenFrom)
  const own = tokenFrom === 'WECHATY_PUPPET_SERVICE_TOKEN' ? env : {}
  const endpoint = own.WECHATY_PUPPET_SERVICE_ENDPOINT || given.endpoint
  const plain = own.WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT
  const tls = plain ? plain === 'false' || plain === '0' : given.tls
  return { ...known, puppet: { kind: 'service', token, tls, ...(endpoint && { endpoint }) } }
}

function resolvePuppet(
  known: Omit<AccountConfig & { platform: 'wechat' }, 'puppet'>,
  { package: name, options, optionsFrom = {} }: NonNullable<z.output<typeof wechatSchema>['puppet']>,
  at: string,
  env: Environment,
): Resolved {
  const variables = Object.values(optionsFrom)
  const lacking = variables.filter(variable => !env[variable])
  if (lacking.length > 0) {
    const lines = lacking.map(variable => `${variable}=…`).join(' and ')
    const lacks = `${at}: ${lacking.join(', ')} is not set. Write ${lines} into .env.`
    return { lacks, isBegun: lacking.length < variables.length }
  }
  const fromEnvironment = Object.entries(optionsFrom).map(
    ([option, variable]) => [option, env[variable] ?? ''] as const,
  )
  if (fromEnvironment.length === 0) return { ...known, puppet: { kind: 'package', name, ...(options && { options }) } }
  const secrets = fromEnvironment.map(([, value]) => value)
  const all = { ...options, ...Object.fromEntries(fromEnvironment) }
  return { ...known, puppet: { kind: 'package', name, options: all, secrets } }
}

/** Whatever their variables are called, these are never logged or shown. */
export function secretsOfAccount(account: AccountConfig): readonly string[] {
  switch (account.platform) {
    case 'telegram':
      return [account.token, ...(account.webhook ? [account.webhook.secret] : [])]
    case 'wechat':
      return account.puppet.kind === 'service' ? [account.puppet.token] : (account.puppet.secrets ?? [])
    case 'relay':
      return [account.key]
  }
}

function unset(at: string, name: string): Resolved {
  return { lacks: `${at}: ${name} is not set. Write ${name}=… into .env.`, isBegun: false }
}

function sameIds(accounts: readonly AccountConfig[]): readonly string[] {
  const ids = accounts.map(({ id }) => id)
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  return [...new Set(twice)].map(id => `accounts: two of them are called "${id}". Give each an id of its own.`)
}
