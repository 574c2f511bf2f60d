// socialgolfer.js: greedy by freedoms, then swaps with a short tabu list (GRASP).
import { Module } from 'node:module';
import { answer, PLACE, question, require, source } from './from-place.mjs';

const { groups, size, rounds, seconds } = question();
const module = new Module('grasp');
module.paths = [new URL('node_modules', PLACE).pathname];
module._compile(
	require('coffeescript').compile(source('socialgolfer.js/grasp.coffee')),
	'grasp.js',
);
const { Golf, grasp } = module.exports;
console.log = () => {}; // its remarks would stand among our answers

// It has no limit of time: measure one look at all swaps and let it look as often as it may.
function iterations() {
	const trial = new Golf(groups, size, rounds);
	trial.greedy_heuristic();
	const before = process.cpuUsage();
	trial.swap_candidates();
	const { user } = process.cpuUsage(before);
	return Math.max(1, Math.floor((seconds * 1e6) / Math.max(user, 1)));
}

const count = iterations();
answer(() => grasp(groups, size, rounds, count).state);
