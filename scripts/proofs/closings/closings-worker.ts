import { workOn } from '../sequences-work.ts'
import { runIncidents } from './closing-run.ts'
import { settingOf } from './closing-setting.ts'
import { incidentsOf } from './incidents.ts'

/** What a crew's process does with a job. */
export const work = workOn({ name: 'closings', settingOf, incidentsOf, run: runIncidents })
