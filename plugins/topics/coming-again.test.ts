import { at, member, says, ticks } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { type Reason, topics } from './facts.ts'
import { aLibrary, aPost } from './library.fixtures.ts'
import { chosen, first, specWith, third } from './topics.fixtures.ts'

const amy = member('amy')
const admin = { role: 'admin' } as const
const story = aPost('story')
const library = aLibrary([story])
const { given } = specWith(library)

const again = '2026-12-10'
const occasion = `${again}T17:30`
const published = (on: string, occasion: string) =>
  topics.facts.published({ occasion, post: story.id, sentAt: at(on), lateMs: 0 })
const went = [chosen(first, '08:00', 'story'), published(`${first} 08:00`, `${first}T08:00`)]
/** Chosen a second time more than a week later, and not sent. */
const kept = (why: Reason = 'held-back') => [
  chosen(again as typeof first, '17:30', 'story', { why }),
  topics.facts.fellThrough({ occasion, post: story.id, reason: 'paused' }),
]
const evening = `${again} 18:00`

describe('a post that went out, and was kept when it was to come again', () => {
  test('is what it was before: when, and why, is of the time at which it went', () =>
    given(...went, ...kept())
      .when(says(amy, '/why post story', evening))
      .thenSays(
        'story「标题 story」\n为什么排在这里：从备选里挑的：等得最久、和前后不重样的优先\n12-01 08:00 准点发出。',
      ))

  test('is shown as posted before to whoever asks for it', () =>
    given(...went, ...kept())
      .when(says(amy, '/post story', evening, admin))
      .thenSays(/^story「标题 story」在 12-01 08:00 发过了/))

  test('stays uncertain when it was', () =>
    given(went[0]!, topics.facts.uncertain({ occasion: `${first}T08:00`, post: story.id }), ...kept())
      .when(says(amy, '/why post story', evening))
      .thenSays(/12-01 08:00 发的，不确定有没有发出去。/))

  test('may come by schedule at the next slot', () =>
    given(...went, ...kept())
      .when(ticks('slots', '2026-12-11 08:00'))
      .thenSays(/story/))

  test('is not posted a second time in its campaign when somebody had posted it before the first day', () => {
    const early = topics.facts.chosen({
      ...{ occasion: 'asked:m1', day: first, at: at(`${first} 12:00`), post: story.id, version: 'abc123' },
      ...{ marketing: false, why: 'asked', campaign: 'reading@2026-12-03' },
    })
    const isOfCampaign = topics.facts.chosen({ ...kept()[0]!.data, campaign: 'reading@2026-12-03' } as never)
    specWith(library, {}, third)
      .given(early, published(`${first} 12:00`, 'asked:m1'), isOfCampaign, kept()[1]!)
      .when(says(amy, '/post story', evening, admin))
      .thenSays(/^story「标题 story」在 12-01 12:00 发过了/)
  })
})

test('what falls through for another occasion than the one it has now is no news of it', () =>
  given(
    chosen(first, '08:00', 'story'),
    chosen(first, '14:00', 'story'),
    topics.facts.fellThrough({ occasion: `${first}T08:00`, post: story.id, reason: 'over' }),
  )
    .when(says(amy, '/post story', `${first} 13:00`, admin))
    .thenSays('story「标题 story」正在发出，不用再发。'))
