import { describe, expect, test } from 'vitest';
import { nextTick, reactive } from 'vue';
import english from '../../../../wikicafe/i18n/en.json';
import { emptyView, type Signal, type View } from '../../shared/types';
import { followTroubles } from './troubles';

function panel(more: Partial<View> = {}) {
	const hearing: ((signal: Signal) => void)[] = [];
	const view = reactive({ ...emptyView('panel', 'abc'), ...more }) as View;
	const troubles = followTroubles({ view, onSignal: (hear) => void hearing.push(hear) });
	return { view, troubles, say: (signal: Signal) => hearing.forEach((hear) => void hear(signal)) };
}
const full = { code: 'storage-full', params: [] };

describe('troubles of the panel', () => {
	test('what the view says is shown, and gone when a signal says so', () => {
		const { troubles, say } = panel({ troubles: [full] });
		expect(troubles.value).toEqual([full]);
		say({ name: 'troubles', troubles: [] });
		expect(troubles.value).toEqual([]);
	});

	test('a new view has the last word', async () => {
		const { view, troubles, say } = panel();
		say({ name: 'troubles', troubles: [full] });
		view.troubles = [];
		await nextTick();
		expect(troubles.value).toEqual([]);
	});

	test('somebody connecting is no trouble', () => {
		const { troubles, say } = panel({ troubles: [full] });
		say({ name: 'connected', person: 'p1' });
		expect(troubles.value).toEqual([full]);
	});

	test('events that were not understood are one', () => {
		expect(panel({ set_aside: 2 }).troubles.value).toEqual([
			{ code: 'events-set-aside', params: [2] },
		]);
	});

	test.each([
		'storage-full',
		'log-away',
		'cafe-unread',
		'clock-jumped',
		'unsent-on-phones',
		'events-set-aside',
	])('%s has words', (code) => {
		expect(english).toHaveProperty([`panel-trouble-${code}`]);
	});
});
