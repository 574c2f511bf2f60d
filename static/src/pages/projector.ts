// The wall of the hall.
import '../styles/base.css';
import '../styles/notes.css';
import '../styles/projector.css';
import { createApp } from 'vue';
import { loadMessages } from '../shared/i18n';
import { openCafe } from '../shared/net';
import { membership, readPage } from '../shared/page';
import { forPhones } from '../shared/phone';
import ProjectorPage from '../vue/projector/ProjectorPage.vue';

interface Wall {
	base?: string;
}

async function show(): Promise<void> {
	const page = readPage<Wall>();
	const id = page.cafe ?? '';
	const known = membership(id);
	const token = known?.roles?.projector ?? known?.roles?.facilitator ?? known?.token ?? null;
	await loadMessages(page.lang, forPhones);
	const cafe = openCafe({ cafe: id, screen: 'projector', token, first: page.view });
	createApp(ProjectorPage, { cafe, base: page.base ?? location.origin }).mount('#app');
}

void show();
