import { startFeed } from './feed.js';
import { startList } from './list.js';
import { startSession } from './session.js';
import { startUpload } from './upload.js';
import { startViewer } from './viewer.js';

startList();
startUpload();
startFeed();
void startSession();
void startViewer();
