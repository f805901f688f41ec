import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Config } from '../src/config.ts'
import type { FakeGroup, FakePerson } from '../src/testing/telegram/fake-people.ts'
import { type StageOptions, type TelegramStage, telegramStage } from './telegram-stage.ts'

/** What the server answered. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}
export interface Asked {
  readonly method?: string
  readonly cookie?: string
  /** Default: the address of the server. */
  readonly host?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Somebody's browser, or whoever pretends to be one: every header can be another. */
export async function ask(url: string, path: string, asked: Asked = {}): Promise<Answer> {
  const { method = 'GET', cookie, host = new URL(url).host, headers = {}, body } = asked
  const sending = request(`${url}${path}`, {
    method,
    headers: { host, ...(cookie !== undefined && { cookie }), ...headers },
    agent: false,
  })
  sending.end(body)
  const [response] = (await once(sending, 'response')) as [IncomingMessage]
  return { status: response.statusCode!, headers: response.headers, text: await text(response) }
}

/** As the page of that address posts. */
export const post = (url: string, path: string, body: object, asked: Asked = {}): Promise<Answer> =>
  ask(url, path, {
    ...asked,
    method: 'POST',
    headers: {
      origin: `http://${asked.host ?? new URL(url).host}`,
      'content-type': 'application/json',
      ...asked.headers,
    },
    body: JSON.stringify(body),
  })

/** What a browser sends back of what it was given. */
export const cookieOf = ({ headers }: Answer): string => headers['set-cookie']?.[0]?.split(';')[0] ?? ''

export const signIn = (stage: TelegramStage, token: string, asked: Asked = {}): Promise<Answer> =>
  post(stage.url!, '/dashboard/sign-in', { token }, asked)

/** The groups that somebody is shown. */
export async function groupsFor(stage: TelegramStage, cookie: string): Promise<readonly string[]> {
  const answer = await ask(stage.url!, '/api/groups', { cookie })
  return JSON.parse(answer.text).groups.map(({ title }: { readonly title: string }) => title)
}

/** A bot on Telegram, with its dashboard on a free port of this machine. */
export async function dashboardStage(web: Partial<Config['web']> = {}, options: StageOptions = {}) {
  let data = ''
  const stage = await telegramStage({
    // Everything that counts minutes is set forward by hand.
    speed: 1,
    ...options,
    configure(config) {
      data = config.data
      return { ...config, web: { port: 0, host: '127.0.0.1', ...web } }
    },
  })

  /** Has told the bot something in private, so that it may write to them. */
  async function meets(person: FakePerson): Promise<void> {
    stage.api.privately(person).start()
    await stage.allTaken()
  }
  /** What somebody is sent in private when they ask, wherever they ask. */
  async function linkFor(person: FakePerson, where?: FakeGroup): Promise<string> {
    if (where) where.says(person, '/dashboard')
    else stage.api.privately(person).says('/dashboard')
    const { text } = await stage.hears(person.id, /#[A-Z2-9]{30}/)
    return /\S+#\S+/.exec(text)![0]
  }
  const tokenFor = async (person: FakePerson, where?: FakeGroup) => (await linkFor(person, where)).split('#')[1]!
  /** What they are let in by. */
  async function cookieFor(person: FakePerson): Promise<string> {
    const answer = await signIn(stage, await tokenFor(person))
    if (answer.status !== 204) throw new Error(`Not let in: ${answer.status} ${answer.text}`)
    return cookieOf(answer)
  }

  return { stage, data, meets, linkFor, tokenFor, cookieFor }
}
