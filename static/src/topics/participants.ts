// People coming, going and changing: the panel keeps its list, the projector its counts, a person asks again.
import type { Counts, Person, Twins, View } from '../shared/types';

interface AboutOne {
	person?: Omit<Person, 'connected'>;
	counts?: Partial<Counts>;
}

export function aboutOne(view: View, told: AboutOne) {
	if (!told.counts) return 'anew';
	Object.assign(view.counts, told.counts);
	if (!view.people || !told.person) return null;
	const place = view.people.findIndex((person) => person.id === told.person?.id);
	if (place < 0) view.people.push({ connected: false, ...told.person });
	else Object.assign(view.people[place], told.person);
	return null;
}

export const TWINS: Twins = {
	'participant-joined': aboutOne,
	'profile-amended': aboutOne,
};
