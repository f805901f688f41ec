import { type Finding, isError, type Looked } from './finding.ts'
import { findInCampaign } from './findings-campaign.ts'
import { findInDraws } from './findings-draws.ts'
import { findInPlan } from './findings-plan.ts'

/** All at once, errors first. */
export function findingsIn(looked: Looked): readonly Finding[] {
  const findings = [...findInPlan(looked), ...findInCampaign(looked), ...findInDraws(looked)]
  return [...findings.filter(isError), ...findings.filter(finding => !isError(finding))]
}
