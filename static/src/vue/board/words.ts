/** Short words about notes and findings, as the board says them. */
import { msg } from '../../shared/i18n';
import { nameOf } from '../../shared/languages';
import type { Finding, Note, View } from '../../shared/types';

/** "Round 2" or the step's own title. */
export function nameOfStep(view: View, id: string): string {
	const step = view.steps.find((one) => one.id === id);
	if (!step) return '';
	if (step.kind !== 'round') return step.title || msg(`outcome-step-${step.kind}`);
	const rounds = view.steps.filter(({ kind }) => kind === 'round');
	return msg('outcome-round', rounds.indexOf(step) + 1);
}

/** Where a note comes from: table, round, language, kind. */
export function sourceOf(view: View, note: Note): string[] {
	return [
		note.table === null ? '' : msg('outcome-at-table', note.table),
		nameOfStep(view, note.step),
		note.lang === 'und' ? '' : nameOf(note.lang),
		note.kind ? msg(`kind-${note.kind}`) : '',
		note.late ? msg('board-late') : '',
	].filter(Boolean);
}

/** What a finding rests on, in numbers. */
export function evidenceOf(finding: Finding, notes: ReadonlyMap<string, Note>): string {
	const standing = finding.notes.flatMap((id) => notes.get(id) ?? []);
	const tables = new Set(standing.map(({ table }) => table));
	return msg('board-rests-on', standing.length, tables.size);
}
