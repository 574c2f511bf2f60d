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

/** Parts beside each other, each in its own direction: "Q1" between two Arabic words stays where it is. */
export function inOneLine(...parts: (string | null | undefined)[]): string {
	return parts
		.filter(Boolean)
		.map((part) => `\u2068${part}\u2069`)
		.join(' · ');
}
