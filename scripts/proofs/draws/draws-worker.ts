import { workOn } from '../sequences-work.ts'
import { incidentsOf } from './draw-incidents.ts'
import { runIncidents } from './draw-run.ts'
import { settingOf } from './draw-setting.ts'

/** What a crew's process does with a job. */
export const work = workOn({ name: 'draws', settingOf, incidentsOf, run: runIncidents })
