/// <reference types="vitest/config" />
// How static/src becomes static/dist: every static/src/pages/*.ts is an entry, static/src/sw.ts the service worker.
import {
	appendFileSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { type BuildOptions, build, defineConfig, type Plugin, type UserConfig } from 'vite';

const ROOT = dirname(fileURLToPath(import.meta.url));
const PAGES = resolve(ROOT, 'static/src/pages');
const DIST = resolve(ROOT, 'static/dist');
const CATALOGUE = resolve(ROOT, 'wikicafe/i18n');
const MANIFEST = 'manifest.json';
const FROM_THE_RIGHT =
	'[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]';
const NOTICES = 'licenses.md';
const WORKER = resolve(ROOT, 'static/src/sw.ts');
// What participants and the wall never say stays at home: two thirds of the catalogue.
const SAID_ON_PHONES =
	/^(cafe|common|home|join|kind|participant|projector|refused|step)-|^panel-(refused|needs-script)$/;
const SMALLEST_WORTH_PACKING = 1000; // bytes; below this the headers weigh more than is won
// Phones of five years ago. The server's pages work without any script below that.
const OLDEST = ['es2020', 'chrome91', 'firefox91', 'safari15'];

// These are built by themselves: what only a laptop's pages need of Vue would come along to each phone otherwise.
const FOR_PHONES = ['join', 'participant'];
const FOR_LAPTOPS = /^vue\/(board|facilitator|panel|projector)\//;
// No server renders our components. Ours have no options either, but some of Codex have, on the pages of laptops.
const NOT_USED_OF_VUE = {
	__VUE_PROD_DEVTOOLS__: 'false',
	__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
};

const shared: UserConfig = {
	root: ROOT,
	base: '/static/',
	define: NOT_USED_OF_VUE,
	resolve: { alias: { 'banana-i18n': 'banana-i18n/src/index.js' } },
};
const built: BuildOptions = {
	outDir: DIST,
	target: OLDEST,
	assetsInlineLimit: 0,
	modulePreload: { polyfill: false },
};

export default defineConfig({
	...shared,
	publicDir: 'static/public',
	plugins: [vue(), ...slim(), english(), phones(), worker(), notices(), packed()],
	build: {
		...built,
		emptyOutDir: true,
		manifest: MANIFEST,
		license: { fileName: NOTICES },
		rolldownOptions: { input: pages().filter((page) => !FOR_PHONES.includes(nameOf(page))) },
	},
	server: { port: 5173, strictPort: true, cors: true, origin: 'http://localhost:5173' },
	test: {
		include: ['static/src/**/*.test.ts', 'tests/**/*.test.ts'],
		// A fresh machine has two cores and may be busy.
		testTimeout: 20_000,
		// Tried as it is shipped, see slim().
		server: { deps: { inline: ['banana-i18n'] } },
	},
});

function pages(): string[] {
	return readdirSync(PAGES)
		.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
		.map((name) => join(PAGES, name));
}

function nameOf(page: string): string {
	return basename(page, '.ts');
}

/** What of our libraries no page of ours can ever reach, or what browsers know by themselves. */
function slim(): Plugin[] {
	const spoken = readdirSync(CATALOGUE).map((name) => basename(name, '.json'));
	return [
		// A café of this server is reached by WebSocket or polling (shared/net.ts).
		instead('transports', /engine\.io-client\/.*\/webtransport\.js$/, () => 'export class WT {}'),
		// english() says already what a language does not say yet.
		instead('fallbacks', /banana-i18n\/src\/languages\/fallbacks\.json$/, () => '{}'),
		instead('grammars', /banana-i18n\/src\/languages\/index\.js$/, (id) => {
			const own = spoken.filter((name) => existsSync(join(dirname(id), `${name}.js`)));
			const imports = ['language', ...own].map((name) => `import ${name} from './${name}.js';`);
			return `${imports.join('')}export default { default: language, ${own.join(', ')} };`;
		}),
		// The table of letters written from the right, as long as all the rest of Banana.
		instead('bidi', /banana-i18n\/src\/emitter\.js$/, (id) => {
			const [before, after] = readFileSync(id, 'utf8').split(/new RegExp\([^;]*?\n\)\n/);
			if (!before || !after) throw new Error(`${id} is not what it was: look at its letters`);
			return `${before}/(?!${FROM_THE_RIGHT})(\\p{L})|((?=${FROM_THE_RIGHT})\\p{L})/u\n${after}`;
		}),
	];
}

function instead(name: string, module: RegExp, code: (id: string) => string): Plugin {
	return {
		name: `wikicafe-slim-${name}`,
		enforce: 'pre',
		load: (id) => (module.test(id) ? code(id) : null),
	};
}

/** Build the pages of phones beside the others, and write one manifest and one list of notices for all. */
function phones(): Plugin {
	const [manifest, list] = ['manifest-phones.json', 'licenses-phones.md'];
	return {
		name: 'wikicafe-phones',
		apply: 'build',
		async writeBundle() {
			await build({
				...shared,
				define: { ...NOT_USED_OF_VUE, __VUE_OPTIONS_API__: 'false' },
				configFile: false,
				logLevel: 'warn',
				publicDir: false,
				plugins: [vue(), ...slim(), english()],
				css: { postcss: { plugins: [onlyNamed()] } },
				build: {
					...built,
					emptyOutDir: false,
					manifest,
					license: { fileName: list },
					rolldownOptions: { input: pages().filter((page) => FOR_PHONES.includes(nameOf(page))) },
				},
			});
			const read = (name: string) => readFileSync(join(DIST, name), 'utf8');
			const whole = { ...JSON.parse(read(MANIFEST)), ...JSON.parse(read(manifest)) };
			writeFileSync(join(DIST, MANIFEST), JSON.stringify(whole, null, '\t'));
			for (const notice of read(list)
				.split(/^(?=## )/m)
				.slice(1)) {
				const [title = ''] = notice.split('\n');
				if (!read(NOTICES).includes(title)) appendFileSync(join(DIST, NOTICES), `\n${notice}`);
			}
			for (const name of [manifest, list]) rmSync(join(DIST, name));
		},
	};
}

/** Codex brings rules for many shapes of its pieces, and many tokens: phones get what our pages name. */
function onlyNamed() {
	const sources = [resolve(ROOT, 'static/src'), resolve(ROOT, 'templates')].flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => /\.(vue|ts|html|css)$/.test(name) && !FOR_LAPTOPS.test(name))
			.map((name) => readFileSync(join(folder, name), 'utf8')),
	);
	const imported = [...new Set(sources.join('\n').match(/@wikimedia\/codex\/[\w/.-]+\.css/g))];
	const sheets = imported.map((name) => readFileSync(join(ROOT, 'node_modules', name), 'utf8'));
	const classes = new Set(sources.join('\n').match(/\bcdx-[\w-]+/g));
	const tokens = new Set([...sources, ...sheets].join('\n').match(/(?<=var\(\s*)--[\w-]+/g));
	const isNamed = (selector: string) =>
		(selector.replace(/:not\([^()]*\)/g, '').match(/\.cdx-[\w-]+/g) ?? []).every((name) =>
			classes.has(name.slice(1)),
		);
	return {
		postcssPlugin: 'wikicafe-only-named',
		Rule(rule: { selectors: string[]; remove(): void }) {
			const named = rule.selectors.filter(isNamed);
			if (named.length === 0) rule.remove();
			else if (named.length < rule.selectors.length) rule.selectors = named;
		},
		Declaration(declaration: { prop: string; remove(): void }) {
			const { prop } = declaration;
			if (prop.startsWith('--') && !tokens.has(prop)) declaration.remove();
		},
	};
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
