import { expect, test } from 'vitest';
import type { Answer } from '../../shared/types';
import { presses } from './presses';

/** A server that answers when told to. */
function slowServer() {
	const asked: string[] = [];
	let say: (answer: Answer) => void = () => {};
	const ask = (name: string) => {
		asked.push(name);
		return new Promise<Answer>((resolve) => {
			say = resolve;
		});
	};
	return { ask, asked, answer: (answer: Answer) => say(answer) };
}

test('pressing twice asks once', async () => {
	const server = slowServer();
	const { press, waits } = presses(server.ask);
	const first = press('pause', 'pause-step', { step: 's1' });
	expect(waits('pause')).toBe(true);
	expect(await press('pause', 'pause-step', { step: 's1' })).toBe(false);
	server.answer({ accepted: 7 });
	expect(await first).toBe(true);
	expect(server.asked).toEqual(['pause-step']);
	expect(waits('pause')).toBe(false);
});
test('a refusal is said, and forgotten at the next press', async () => {
	const server = slowServer();
	const { press, refused, said } = presses(server.ask);
	const first = press('begin', 'begin-step', { step: 's1' }, 'Begun.');
	server.answer({ refused: { code: 'too-few-people', params: [2] } });
	expect(await first).toBe(false);
	expect(refused.value).not.toBe('');
	const second = press('begin', 'begin-step', { step: 's1' }, 'Begun.');
	expect(refused.value).toBe('');
	server.answer({ accepted: 8 });
	await second;
	expect(said.value).toBe('Begun.');
});
test('one button that waits does not hold up another', async () => {
	const server = slowServer();
	const { press, waits } = presses(server.ask);
	void press('pause', 'pause-step');
	void press('doors', 'close-doors');
	expect([waits('pause'), waits('doors'), waits('end')]).toEqual([true, true, false]);
});
