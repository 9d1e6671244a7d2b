import { Controller, StreamableFile } from '@nestjs/common';
import { boardRoutes as routes } from '@wuye/shared/board';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Boards } from './boards.js';
import { Hangings } from './hangings.js';
import { BoardPdfs } from './pdfs.js';
import { Watch } from './watch.js';

/** 公示牌 */
@Controller()
export class BoardController {
  constructor(
    private readonly boards: Boards,
    private readonly pdfs: BoardPdfs,
    private readonly hanging: Hangings,
    private readonly watch: Watch,
  ) {}

  @Endpoint(routes.readBoard)
  readBoard(context: SignedIn, { params }: InputOf<typeof routes.readBoard>) {
    return this.boards.read(context, params.id);
  }

  @Endpoint(routes.boardPdf)
  async boardPdf(context: SignedIn, { params, query }: InputOf<typeof routes.boardPdf>) {
    const file = await this.pdfs.make(context, params.id, query);
    if (isProblem(file)) return file;
    void context.http.reply.header('cache-control', 'no-store');
    return new StreamableFile(file, { type: 'application/pdf', disposition: `attachment; filename="${query.kind}-${query.size}.pdf"` }) as never;
  }

  @Endpoint(routes.editBoard)
  editBoard(context: SignedIn, input: InputOf<typeof routes.editBoard>) {
    return this.boards.edit(context, input);
  }

  @Endpoint(routes.editBureau)
  editBureau(context: SignedIn, input: InputOf<typeof routes.editBureau>) {
    return this.boards.editBureau(context, input);
  }

  @Endpoint(routes.hangBoard)
  hangBoard(context: SignedIn, input: InputOf<typeof routes.hangBoard>) {
    return this.hanging.hang(context, input);
  }

  @Endpoint(routes.hangings)
  hangings(context: SignedIn, input: InputOf<typeof routes.hangings>) {
    return this.watch.list(context, input);
  }
}
