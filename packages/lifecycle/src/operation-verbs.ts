import { type GovernedModel, governVerbs } from './govern/govern-verbs.ts';
import { type MonitorSteps, monitorVerb } from './monitor/monitor-verb.ts';
import { type ScoreDeclaration, type ScoreSteps, scoreVerb } from './score/score-verb.ts';

/** What a pipeline says of its model in operation. */
export interface OperationDeclaration extends ScoreDeclaration, GovernedModel {
  readonly load: () => Promise<ScoreSteps & MonitorSteps & Awaited<ReturnType<GovernedModel['load']>>>;
}

/** What people type once a model is registered: `score`, `monitor`, `promote`, `rollback`, `history` and `compare`. */
export function operationVerbs(declaration: OperationDeclaration) {
  return { score: scoreVerb(declaration), monitor: monitorVerb(declaration), ...governVerbs(declaration) };
}
