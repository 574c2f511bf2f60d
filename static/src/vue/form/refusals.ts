/** Refusals in the reader's words. */
import { knows, msg, type Parameter } from '../../shared/i18n';
import type { Refusal } from '../../shared/types';

/** Say a refusal in the page's language; an unknown code is at least named. */
export function inWords({ code, params }: Refusal): string {
	const key = `refused-${code}`;
	const given = Array.isArray(params) ? params : Object.values(params ?? {});
	return knows(key) ? msg(key, ...(given as Parameter[])) : msg('panel-refused', code);
}
