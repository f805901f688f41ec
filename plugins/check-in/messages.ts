import { defineMessages } from 'bonfire'
import { chinese } from './in-chinese.ts'
import { english } from './in-english.ts'

export const messages = defineMessages(chinese, english)
