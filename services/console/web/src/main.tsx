import { createRoot } from 'react-dom/client';
import '@kern-ux/native/dist/kern.css';
import './styles/fonts.css';
import './styles/kern-adapted.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/tables.css';
import './styles/pages.css';
import { Console } from './console.tsx';
import { startWords } from './i18n.ts';
import { followTheme } from './theme.ts';

followTheme();
await startWords();
const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');
createRoot(place).render(<Console />);
