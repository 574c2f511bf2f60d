// The error page needs our sheets and no script.
import '../styles/base.css';
