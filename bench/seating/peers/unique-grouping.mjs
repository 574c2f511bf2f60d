// unique-grouping: anneals one round after the other, knowing the rounds before.
import { rmSync, writeFileSync } from 'node:fs';
import { answer, PLACE, question, source } from './from-place.mjs';

const { groups, size, rounds } = question();

// It begins at temperature 65, where every swap is accepted: half a minute a round of walking about
// at random. From 1 on it does what it would have done then.
const warm = new URL(`node_modules/unique-grouping/warm-${process.pid}.mjs`, PLACE);
const text = source('unique-grouping/index.mjs');
if (!text.includes('TEMP_MAX = 65;')) throw new Error('another version than the one measured');
writeFileSync(warm, text.replace('TEMP_MAX = 65;', 'TEMP_MAX = 1;'));
const { default: grouping } = await import(warm.href);
rmSync(warm);

answer(() => {
	const history = [];
	for (let round = 0; round < rounds; round++) {
		const people = Array.from({ length: groups * size }, (_, i) => i);
		history.push(grouping(people, history, [], size));
	}
	return history;
});
