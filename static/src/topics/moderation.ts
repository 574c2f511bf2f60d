// Moderation: a note is hidden or shown again; the phone of its writer keeps it, everybody else's loses it.
import type { Note, Twins, View } from '../shared/types';
import { gone, stands } from './notes';
import { aboutOne } from './participants';

/** Told of one note: as it is now, or without its text when it is not to be seen any more. */
export function asItIs(view: View, told: Partial<Note> & Pick<Note, 'id' | 'step' | 'table'>) {
	// Their counts and lists of the latest cannot be kept true by one note.
	if (view.screen === 'panel' || view.screen === 'projector') return 'anew';
	if (told.text === undefined) gone(view, told);
	else stands(view, told as Note);
	return null;
}

export const TWINS: Twins = {
	'note-hidden': asItIs,
	'note-shown': asItIs,
	'person-muted': aboutOne,
	'person-unmuted': aboutOne,
};
