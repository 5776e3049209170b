/* The service worker of kiosks (pb/pages/kiosk/worker.py). */
import { serve } from '../worker/serve.mjs';

serve(self);
