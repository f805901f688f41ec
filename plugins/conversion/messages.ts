import { defineMessages } from 'bonfire'
import { inChinese } from './in-chinese.ts'
import { inEnglish } from './in-english.ts'

export const messages = defineMessages(inChinese, inEnglish)
