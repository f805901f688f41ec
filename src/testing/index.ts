export { type PlayOptions, play } from '../simulation/transcript.ts'
export { playOn, type Spec, type SpecOptions, specFor, type Then } from './spec.ts'
export { createStage, type Stage, type StageOptions } from './stage.ts'
export {
  answers,
  arrives,
  confirms,
  due,
  edits,
  fails,
  happens,
  joins,
  leaves,
  migrates,
  orders,
  outage,
  presses,
  rings,
  type Stimulus,
  says,
  tells,
  ticks,
} from './stimulus.ts'
export { at, day, group, member, message, theMessage, type When } from './who-and-when.ts'
