import { defineSlice } from '../slice.ts'

/** What members ask about themselves, and teachers about everybody. It has no facts of its own: it collects. */
export const people = defineSlice({ name: 'people', facts: {} })
