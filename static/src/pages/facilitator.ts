/** The house: the cafés of this server, and opening one. */
import { createApp } from 'vue';
import '../styles/base.css';
import '../vue/form/codex';
import '../vue/form/form.css';
import '../vue/facilitator/design.css';
import '../vue/facilitator/facilitator.css';
import { loadMessages, msg } from '../shared/i18n';
import FacilitatorPage from '../vue/facilitator/FacilitatorPage.vue';

async function show(): Promise<void> {
	await loadMessages();
	createApp(FacilitatorPage).provide('CdxI18nFunction', msg).mount('#app');
}

void show();
