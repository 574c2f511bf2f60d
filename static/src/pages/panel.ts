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
import PanelPage from '../vue/panel/PanelPage.vue';

async function show(): Promise<void> {
	const page = readPage();
	const id = page.cafe ?? '';
	const known = membership(id);
	const token = known?.roles?.facilitator ?? known?.token ?? null;
	const { view: first = null } = page;
	await loadMessages();
	const cafe = openCafe({ cafe: id, screen: 'panel', token, first, person: known?.person ?? null });
	createApp(PanelPage, { cafe, id, token }).provide('CdxI18nFunction', msg).mount('#app');
}

void show();
