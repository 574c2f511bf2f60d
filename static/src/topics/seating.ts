// Who sits where: a person learns the own seats; the rest asks again.
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

export const TWINS: Twins = {
	'seating-announced': announced,
	'participant-seated': seatedOne,
	'participant-moved': seatedOne,
};
