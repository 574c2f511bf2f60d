// Votes on next steps: everybody asks again when one begins or ends; in between, what stands.
import type { Twins, View, Vote } from '../shared/types';

function cast(view: View, told: Pick<Vote, 'poll'> & Partial<Vote>) {
	if (view.vote?.poll !== told.poll) return 'anew';
	if (told.mine) view.vote.mine = told.mine;
	if (told.voters !== undefined) view.vote.voters = told.voters;
	if (told.counts) count(view, view.vote, told.counts);
	return null;
}

function count(view: View, vote: Vote, counts: Record<string, number>) {
	vote.counts = counts;
	for (const finding of view.findings ?? []) finding.votes = counts[finding.id] ?? finding.votes;
}

export const TWINS: Twins = { 'vote-opened': 'anew', 'vote-cast': cast, 'vote-closed': 'anew' };
