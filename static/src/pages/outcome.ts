// The outcome page: everything is in the HTML already, only the sheets come from here.
import '../styles/base.css';
import '../styles/outcome.css';
