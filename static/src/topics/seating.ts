// Who sits where: a person learns the own seats, a table who writes for it; the rest asks again.
import type { Twins, View } from '../shared/types';

interface Announced {
	seats?: Record<string, string>;
	host_of?: string | null;
}

function announced(view: View, told: Announced) {
	if (view.screen !== 'participant' || !told.seats) return 'anew';
	view.seats = { ...view.seats, ...told.seats };
	if (!('host_of' in told)) return 'anew';
	view.host_of = told.host_of;
	return null;
}

interface SeatedOne {
	person?: string;
	seats?: Record<string, string>;
}

function seatedOne(view: View, told: SeatedOne) {
	const person = view.people?.find(({ id }) => id === told.person);
	if (!person || !told.seats) return 'anew';
	Object.assign(person.seats, told.seats);
	return null;
}

function scribeNamed(view: View, told: { step: string; table: string; person: string | null }) {
	const place = `${told.step}:${told.table}`;
	if (view.scribes && told.person !== null) view.scribes[place] = told.person;
	else if (view.scribes) delete view.scribes[place];
	if (view.sheet?.step !== told.step || view.sheet.table !== told.table) return;
	if (view.me) view.scribe = view.me.id === told.person;
	for (const mate of view.mates ?? []) mate.scribe = mate.id === told.person;
}

export const TWINS: Twins = {
	'seating-announced': announced,
	'participant-seated': seatedOne,
	'participant-moved': seatedOne,
	'scribe-named': scribeNamed,
};
