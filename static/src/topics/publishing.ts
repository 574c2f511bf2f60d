// The statement, and whether the outcome is public.
import type { Statement, Twins, View } from '../shared/types';

function written(view: View, statement: Statement) {
	view.statement = { text: statement.text, lang: statement.lang };
}

function published(view: View, now: { published: boolean }) {
	view.cafe.published = now.published;
}

export const TWINS: Twins = {
	'statement-written': written,
	'outcome-published': published,
	'outcome-retracted': published,
};
