// Who writes for the whole table: its people and the panel learn it.
import type { Twins, View } from '../shared/types';

function scribeNamed(view: View, told: { step: string; table: string; person: string | null }) {
	const place = `${told.step}:${told.table}`;
	if (view.scribes && told.person !== null) view.scribes[place] = told.person;
	else if (view.scribes) delete view.scribes[place];
	if (view.sheet?.step !== told.step || view.sheet.table !== told.table) return;
	if (view.me) view.scribe = view.me.id === told.person;
	for (const mate of view.mates ?? []) mate.scribe = mate.id === told.person;
}

export const TWINS: Twins = {
	'scribe-named': scribeNamed,
};
