import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.js';
import { fieldOf, type Inbound, sceneOf } from './inbound.js';

/** Reads a code's scene: the path on our site that it leads to, or null when the scene is another's. Without the database: WeChat waits. */
export type SceneReader = (scene: string) => string | null;

const WELCOME = '您好，欢迎关注！在这里可以反映小区问题、查看办理进度、绑定房屋。';
const SCANNED = '您好！这里可以向物业反映问题，并随时查看办理进度。';
const WROTE = '您好！这里不能人工回复留言。请从下方菜单进入办理，或点这里：';

/** What people send in the chat: many speak rather than type. */
const WRITTEN = ['text', 'voice', 'image', 'video', 'shortvideo', 'location', 'link'];
/** An event may have a message's name: LOCATION comes each few seconds from who shares where they are. */
const isWritten = ({ fields, kind }: Inbound): boolean => fieldOf(fields, 'Event') === '' && WRITTEN.includes(kind.toLowerCase());

/** What someone is told at once in the chat: the answer to the push itself, so it is made without the database. */
@Injectable()
export class Greetings {
  private readonly readers: SceneReader[] = [];

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Called once by each feature whose codes lead through the account. */
  useScene(reader: SceneReader): void {
    this.readers.push(reader);
  }

  /** The text that answers a message, or null for none. */
  answerTo(inbound: Inbound): string | null {
    const kind = inbound.kind.toLowerCase();
    const path = this.pathOf(sceneOf(inbound));
    if (kind === 'subscribe') return `${WELCOME}\n${this.link(path)}`;
    if (kind === 'scan') return path && `${SCANNED}\n${this.link(path)}`;
    return isWritten(inbound) ? `${WROTE}\n${this.link(null)}` : null;
  }

  private pathOf(scene: string | null): string | null {
    if (scene === null) return null;
    for (const reader of this.readers) {
      const path = reader(scene);
      if (path) return path;
    }
    return null;
  }

  /** A link of the chat. The path is ours, so nothing in it needs escaping. */
  private link(path: string | null): string {
    return path ? `<a href="${this.config.PUBLIC_URL}${path}">👉 反映问题</a>` : `<a href="${this.config.PUBLIC_URL}/h5/">👉 进入智慧物业</a>`;
  }
}
