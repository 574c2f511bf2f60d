// What the three peers share: where they were installed, the question in their terms, the answer.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export const PLACE = new URL('../../../.make/bench-seating/', import.meta.url);
export const require = createRequire(PLACE);
export const imported = (path) => import(pathToFileURL(require.resolve(path)).href);
export const source = (path) => readFileSync(new URL(`node_modules/${path}`, PLACE), 'utf8');

/** Groups, people in each and rounds; only tables that are all full come here. */
export function question() {
	const [file, seconds, seed] = process.argv.slice(2);
	const problem = JSON.parse(readFileSync(file, 'utf8'));
	seedChance(Number(seed));
	return {
		groups: problem.tables.length,
		size: problem.people.length / problem.tables.length,
		rounds: problem.rounds,
		seconds: Number(seconds),
	};
}

/** Make Math.random repeatable (mulberry32), so that a run can be done again. */
function seedChance(seed) {
	let state = seed;
	Math.random = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** Print the rounds that `solve` finds and the CPU seconds it took. */
export function answer(solve) {
	const before = process.cpuUsage();
	const rounds = solve();
	const { user, system } = process.cpuUsage(before);
	process.stdout.write(`${JSON.stringify({ cpu: (user + system) / 1e6, rounds })}\n`);
}
