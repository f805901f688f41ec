import path from 'node:path'
import type { AccountConfig } from './account-config.ts'
import type { Adapter, DrawPicture } from './adapters/adapter.ts'
import type { RelayList } from './adapters/relay/relay-list.ts'
import { assetIn } from './inside-of.ts'
import type { Log } from './log.ts'
import type { Clock } from './scheduler/clock.ts'

/** What every adapter is made with. */
export interface AdapterParts {
  readonly clock: Clock
  readonly log: Log
  /** The folder of images, absolute. */
  readonly assets: string
  /** What is with a person, for relay. */
  readonly relay: RelayList
  /** Default: nothing can be drawn. */
  readonly drawPicture?: DrawPicture
}

/** Makes the adapter of an account. Only the libraries of its platform are loaded. Nothing is connected yet. */
export async function makeAdapter(
  account: AccountConfig,
  { clock, log, assets, relay, drawPicture }: AdapterParts,
): Promise<Adapter> {
  const assetPath = (name: string) => fileWithin(assets, name)
  const drawing = drawPicture && { drawPicture }
  switch (account.platform) {
    case 'telegram': {
      const { client, token, apiRoot, webhook, ephemeral } = account
      const { createTelegramAdapter } = await import('./adapters/telegram/telegram-adapter.ts')
      const root = apiRoot ? { apiRoot } : {}
      const transport =
        client === 'grammy'
          ? (await import('./adapters/telegram/grammy-transport.ts')).grammyTransport({ token, ...root })
          : (await import('./adapters/telegram/telegraf-transport.ts')).telegrafTransport({ token, ...root })
      const updates = webhook ? { webhook } : 'polling'
      return createTelegramAdapter({
        transport: await transport,
        updates,
        clock,
        log,
        assetPath,
        ephemeral,
        ...drawing,
      })
    }
    case 'wechat': {
      const { puppet, provider, can, acceptInvitations: acceptsInvitations = true } = account
      const { createWechatAdapter } = await import('./adapters/wechat/wechat-adapter.ts')
      const capabilities = can ? { capabilities: can } : {}
      return createWechatAdapter({
        puppet,
        provider,
        clock,
        log,
        assetPath,
        acceptsInvitations,
        ...capabilities,
        ...drawing,
      })
    }
    case 'relay': {
      const { createRelayAdapter } = await import('./adapters/relay/relay-adapter.ts')
      return createRelayAdapter({
        id: account.id,
        groups: account.groups,
        key: account.key,
        clock,
        list: relay,
        assets,
        log,
        ...drawing,
      })
    }
  }
}

/** A name or a link that leads out of the folder leads nowhere: no plugin, and nobody it listens to, may send our files. */
function fileWithin(folder: string, name: string): string {
  return assetIn(folder, name) ?? path.join(folder, 'there is no such file')
}
