// All twins: for each event the café tells, how it changes a view. One module per topic of wikicafe/cafe/.
import type { Twins } from '../shared/types';
import { TWINS as access } from './access';
import { TWINS as agenda } from './agenda';
import { TWINS as doors } from './doors';
import { TWINS as findings } from './findings';
import { TWINS as moderation } from './moderation';
import { TWINS as notes } from './notes';
import { TWINS as participants } from './participants';
import { TWINS as polls } from './polls';
import { TWINS as presence } from './presence';
import { TWINS as privacy } from './privacy';
import { TWINS as publishing } from './publishing';
import { TWINS as roles } from './roles';
import { TWINS as scribes } from './scribes';
import { TWINS as seating } from './seating';
import { TWINS as simulated } from './simulated';
import { TWINS as steps } from './steps';
import { TWINS as themes } from './themes';

export const TWINS: Twins = {
	...agenda,
	...doors,
	...participants,
	...seating,
	...scribes,
	...steps,
	...notes,
	...themes,
	...findings,
	...polls,
	...presence,
	...publishing,
	...roles,
	...simulated,
	...moderation,
	...privacy,
	...access,
};
