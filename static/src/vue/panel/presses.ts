/** Buttons that ask the server: each answers at once, waits alone, and says in words when it was refused. */
import { type InjectionKey, inject, provide, type Ref, reactive, ref } from 'vue';
import { msg } from '../../shared/i18n';
import type { Cafe } from '../../shared/net';
import type { Answer, Refusal } from '../../shared/types';
import { inWords } from '../form/refusals';

export interface Presses {
	/** Is the answer to this button still under way? */
	waits(button: string): boolean;
	/** Ask for one command. A second press while the first waits does nothing. True when accepted. */
	press(button: string, name: string, payload?: object, done?: string): Promise<boolean>;
	/** The same for anything else that is asked of the server. */
	run(button: string, work: () => Promise<Asked>, done?: string): Promise<boolean>;
	/** What was refused, in words; empty when nothing was. */
	refused: Ref<string>;
	/** What was done, for the polite live region. */
	said: Ref<string>;
}
type Asked = Answer | { refused: Refusal } | object;

export function presses(ask: Cafe['ask']): Presses {
	const waiting = reactive(new Set<string>());
	const refused = ref('');
	const said = ref('');

	async function run(
		button: string,
		work: () => Promise<Asked>,
		done = '',
		what = '',
	): Promise<boolean> {
		if (waiting.has(button)) return false;
		waiting.add(button);
		refused.value = '';
		said.value = '';
		try {
			const answer = await work();
			if ('refused' in answer) {
				const why = inWords(answer.refused);
				refused.value = what ? msg('common-refused-because', what, why) : why;
				return false;
			}
			said.value = done;
			return true;
		} finally {
			waiting.delete(button);
		}
	}
	return {
		waits: (button) => waiting.has(button),
		press: (button, name, payload = {}, done = '') =>
			run(button, () => ask(name, payload), done, msg(`command-${name}`)),
		run,
		refused,
		said,
	};
}

export interface Control extends Presses {
	cafe: Cafe;
	id: string;
	token: string | null;
	/** Who has a socket at this moment. */
	connected: Set<string>;
	/** Show another tab. */
	goTo(tab: string): void;
}
const CONTROL: InjectionKey<Control> = Symbol('control');

export function provideControl(control: Control): void {
	provide(CONTROL, control);
}
export function useControl(): Control {
	const control = inject(CONTROL);
	if (!control) throw new Error('no panel around this component');
	return control;
}
