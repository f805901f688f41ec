import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLane } from './lane.ts'

test('a lane gives back what was put in, in its order, each id once', () => {
  const action = fc.oneof(
    fc.record({ do: fc.constant('push'), id: fc.nat(20) }),
    fc.record({ do: fc.constant('putBack'), id: fc.nat(20) }),
    fc.record({ do: fc.constant('shift'), id: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), actions => {
      const lane = createLane<{ readonly id: string }>()
      let model: string[] = []
      for (const { do: what, id } of actions) {
        const name = String(id)
        if (what === 'shift') {
          expect(lane.shift()?.id).toBe(model[0])
          model = model.slice(1)
        } else if (what === 'push') {
          lane.push({ id: name })
          if (!model.includes(name)) model = [...model, name]
        } else {
          lane.putBack({ id: name })
          if (!model.includes(name)) model = [name, ...model]
        }
        expect([lane.size, lane.peek()?.id]).toEqual([model.length, model[0]])
      }
    }),
  )
})

test('a lane that is long for long keeps its order', () => {
  const lane = createLane<{ readonly id: string }>()
  let [pushed, shifted] = [0, 0]
  for (let round = 0; round < 20; round += 1) {
    for (let i = 0; i < 1_000; i += 1) lane.push({ id: String(pushed++) })
    for (let i = 0; i < 900; i += 1) expect(lane.shift()?.id).toBe(String(shifted++))
  }
  expect(lane.size).toBe(2_000)
})

test('lanes that count together know how much waits in all of them', () => {
  const count = { items: 0 }
  const [first, second] = [createLane<{ readonly id: string }>(count), createLane<{ readonly id: string }>(count)]
  first.push({ id: 'a' })
  first.push({ id: 'a' })
  second.putBack({ id: 'b' })
  second.putBack({ id: 'b' })
  expect(count.items).toBe(2)
  first.shift()
  first.shift()
  expect(count.items).toBe(1)
  second.shift()
  expect(count.items).toBe(0)
})
