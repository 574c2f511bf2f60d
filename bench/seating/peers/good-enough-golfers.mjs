// goodenoughgolfers.com: for each round a population that swaps people out of the worst group.
import { runInThisContext } from 'node:vm';
import { answer, question, require, source } from './from-place.mjs';

const { groups, size, rounds } = question();
globalThis._ = require('lodash').runInContext({ Math, Array, Object, Function, String, RegExp });
const solver = runInThisContext(
	`${source('good-enough-golfers/lib/geneticSolver.js')}; geneticSolver`,
);

answer(() => {
	let found = [];
	solver(groups, size, rounds, [], [], (results) => {
		found = results.rounds;
	});
	return found;
});
