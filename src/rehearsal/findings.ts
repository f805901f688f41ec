import { type Finding, isError, type Looked } from './finding.ts'
import { findInCampaign } from './findings-campaign.ts'
import { findInPlan } from './findings-plan.ts'

/** All at once, errors first. */
export function findingsIn(looked: Looked): readonly Finding[] {
  const findings = [...findInPlan(looked), ...findInCampaign(looked)]
  return [...findings.filter(isError), ...findings.filter(finding => !isError(finding))]
}
