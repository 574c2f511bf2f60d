// The first page and the door: a code, a name, and in.
import '../styles/base.css';
import '../styles/forms.css';
import '../styles/join.css';
import { createApp } from 'vue';
import { loadMessages } from '../shared/i18n';
import { readPage } from '../shared/page';
import { forPhones } from '../shared/phone';
import HomePage from '../vue/home/HomePage.vue';
import JoinPage from '../vue/join/JoinPage.vue';

interface Door {
	home?: boolean;
	code?: string;
}

async function show(): Promise<void> {
	const page = readPage<Door>();
	await loadMessages(page.lang, forPhones);
	const interfaceLanguages = languagesOffered();
	if (page.home) createApp(HomePage, { interfaceLanguages }).mount('#app');
	else createApp(JoinPage, { interfaceLanguages, code: page.code ?? '' }).mount('#app');
}

/** Which languages the server speaks, as its template wrote them down. */
function languagesOffered(): [code: string, name: string][] {
	const written = document.getElementById('languages')?.textContent;
	return written ? JSON.parse(written) : [];
}

void show();
