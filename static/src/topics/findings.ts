// Findings: what the harvest takes from the notes. Told to board and panel, each time as the finding is now.
import type { Finding, Twins, View } from '../shared/types';

function asItIs(view: View, finding: Finding) {
	const known = view.findings?.find(({ id }) => id === finding.id);
	if (known) Object.assign(known, finding);
	else view.findings?.push(finding);
}

function withdrawn(view: View, { id: gone }: Finding) {
	if (!view.findings) return;
	view.findings = view.findings.filter(({ id }) => id !== gone);
	for (const finding of view.findings) {
		finding.answers = finding.answers.filter((id) => id !== gone);
	}
}

export const TWINS: Twins = {
	'finding-marked': asItIs,
	'finding-amended': asItIs,
	'finding-withdrawn': withdrawn,
	'solution-linked': asItIs,
	'solution-unlinked': asItIs,
};
