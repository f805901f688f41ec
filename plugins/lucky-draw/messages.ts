import { defineMessages } from 'bonfire'
import { enteringInChinese } from './entering-in-chinese.ts'
import { enteringInEnglish } from './entering-in-english.ts'
import { lifecycleInEnglish } from './lifecycle-en.ts'
import { lifecycleInChinese } from './lifecycle-zh.ts'

export const messages = defineMessages(
  { ...lifecycleInChinese, ...enteringInChinese },
  { ...lifecycleInEnglish, ...enteringInEnglish },
)
