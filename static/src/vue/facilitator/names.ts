/** What a step is called where nobody gave it a title: "Round 2", "Break". */
import { msg } from '../../shared/i18n';
import type { Step } from '../../shared/types';

export function stepName(
	steps: readonly Pick<Step, 'id' | 'kind' | 'title'>[],
	step: Pick<Step, 'id' | 'kind' | 'title'>,
): string {
	if (step.title) return step.title;
	if (step.kind !== 'round') return msg(`step-${step.kind}`);
	const rounds = steps.filter(({ kind }) => kind === 'round');
	return msg('panel-round', rounds.findIndex(({ id }) => id === step.id) + 1);
}
