/// <reference types="vitest/config" />
// How static/src becomes static/dist: every static/src/pages/*.ts is an entry, static/src/sw.ts the service worker.
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { build, defineConfig, type Plugin } from 'vite';

const ROOT = dirname(fileURLToPath(import.meta.url));
const PAGES = resolve(ROOT, 'static/src/pages');
const DIST = resolve(ROOT, 'static/dist');
const CATALOGUE = resolve(ROOT, 'wikicafe/i18n');
const NOTICES = 'licenses.md';
const WORKER = resolve(ROOT, 'static/src/sw.ts');
// What participants and the wall never say stays at home: two thirds of the catalogue.
const SAID_ON_PHONES =
	/^(cafe|common|home|join|kind|participant|projector|refused|step)-|^panel-(refused|needs-script)$/;
const SMALLEST_WORTH_PACKING = 1000; // bytes; below this the headers weigh more than is won
// Phones of five years ago. The server's pages work without any script below that.
const OLDEST = ['es2020', 'chrome91', 'firefox91', 'safari15'];

export default defineConfig({
	root: ROOT,
	base: '/static/',
	publicDir: 'static/public',
	plugins: [vue(), english(), worker(), notices(), packed()],
	build: {
		outDir: DIST,
		emptyOutDir: true,
		manifest: 'manifest.json',
		license: { fileName: NOTICES },
		target: OLDEST,
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: { input: pages() },
	},
	server: { port: 5173, strictPort: true, cors: true, origin: 'http://localhost:5173' },
	test: {
		include: ['static/src/**/*.test.ts', 'tests/**/*.test.ts'],
		// A fresh machine has two cores and may be busy.
		testTimeout: 20_000,
	},
});

function pages(): string[] {
	return readdirSync(PAGES)
		.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
		.map((name) => join(PAGES, name));
}

/** What a language does not say yet is said in English; authors' names stay at home. */
function english(): Plugin {
	return {
		name: 'wikicafe-english',
		enforce: 'pre',
		load(id) {
			const [file = id, query] = id.split('?');
			if (dirname(file) !== CATALOGUE || !file.endsWith('.json')) return null;
			const messages = { ...catalogue('en'), ...catalogue(basename(file, '.json')) };
			this.addWatchFile(file);
			const forPhones = new URLSearchParams(query).has('phone');
			const said = forPhones ? SAID_ON_PHONES : /^[^@]/;
			const json = JSON.stringify(
				Object.fromEntries(Object.entries(messages).filter(([key]) => said.test(key))),
			);
			// With a query Vite does not see that it is JSON.
			return forPhones ? { code: `export default ${json}`, moduleType: 'js' } : json;
		},
	};
}

function catalogue(language: string): Record<string, unknown> {
	return JSON.parse(readFileSync(join(CATALOGUE, `${language}.json`), 'utf8'));
}

/** Build the service worker by itself: a classic script that shares no chunk with the pages. */
function worker(): Plugin {
	return {
		name: 'wikicafe-worker',
		apply: 'build',
		async writeBundle() {
			if (!existsSync(WORKER)) return;
			await build({
				configFile: false,
				root: ROOT,
				logLevel: 'warn',
				publicDir: false,
				define: { 'process.env.NODE_ENV': '"production"' },
				build: {
					outDir: DIST,
					emptyOutDir: false,
					target: OLDEST,
					lib: { entry: WORKER, formats: ['iife'], name: 'worker', fileName: () => 'sw.js' },
				},
			});
		},
	};
}

/** Name the packages of which only sheets are taken, too: Vite lists those with scripts. */
function notices(): Plugin {
	return {
		name: 'wikicafe-notices',
		apply: 'build',
		writeBundle: {
			order: 'post',
			sequential: true,
			handler() {
				const listed = readFileSync(join(DIST, NOTICES), 'utf8');
				for (const name of ['@wikimedia/codex', '@wikimedia/codex-design-tokens']) {
					if (listed.includes(`## ${name} `)) continue;
					const home = join(ROOT, 'node_modules', name);
					const { version, license } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
					const text = readFileSync(join(home, 'LICENSE'), 'utf8');
					appendFileSync(join(DIST, NOTICES), `\n## ${name} - ${version} (${license})\n\n${text}`);
				}
			},
		},
	};
}

/** Lay .br and .gz beside what compresses, so that no request ever pays for it. */
function packed(): Plugin {
	return {
		name: 'wikicafe-packed',
		apply: 'build',
		writeBundle: {
			order: 'post',
			sequential: true,
			handler() {
				for (const name of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
					if (!/\.(js|css|svg|json|webmanifest|md)$/.test(name) || name === 'sw.js') continue;
					const bytes = readFileSync(join(DIST, name));
					if (bytes.length < SMALLEST_WORTH_PACKING) continue;
					writeFileSync(join(DIST, `${name}.br`), brotliCompressSync(bytes));
					writeFileSync(join(DIST, `${name}.gz`), gzipSync(bytes, { level: 9 }));
				}
			},
		},
	};
}
