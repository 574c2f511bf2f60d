/** The facilitator's panel: opens the café of this page and shows it. */
import { createApp } from 'vue';
import '../styles/base.css';
import '../vue/form/codex';
import '../vue/form/form.css';
import '../vue/facilitator/design.css';
import '../vue/panel/panel.css';
import '../vue/panel/seats.css';
import '../vue/panel/tabs.css';
import { loadMessages, msg } from '../shared/i18n';
import { openCafe } from '../shared/net';
import { membership, readPage } from '../shared/page';
import { comeBack } from '../vue/join/returning';
import { KEPT_COPY, keepCopy } from '../vue/panel/copy';
import PanelPage from '../vue/panel/PanelPage.vue';

async function show(): Promise<void> {
	const page = readPage();
	const id = page.cafe ?? '';
	const known = membership(id);
	const token = tokenOf(id);
	const { view: first = null } = page;
	await loadMessages();
	const cafe = openCafe({
		cafe: id,
		screen: 'panel',
		token,
		first,
		person: known?.person ?? null,
		async comeBack(view) {
			const back = await comeBack(view, null);
			// Downloads and seats are asked for with the token, too: begin again with the new one.
			const isKept = 'token' in back && tokenOf(id) === back.token;
			if (isKept) location.reload();
			return back;
		},
	});
	const app = createApp(PanelPage, { cafe, id, token }).provide('CdxI18nFunction', msg);
	if (token) app.provide(KEPT_COPY, keepCopy(cafe, id, token));
	app.mount('#app');
}

function tokenOf(cafe: string): string | null {
	const known = membership(cafe);
	return known?.roles?.facilitator ?? known?.token ?? null;
}

void show();
