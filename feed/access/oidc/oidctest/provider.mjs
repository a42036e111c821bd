// An OpenID provider for tests: oidc-provider, with people who are who they say, and without questions asked of them. It
// prints its address, and ends when nobody reads from it any more.
//
//   node --input-type=module --eval "$(cat provider.mjs)" NODE_MODULES PEOPLE TERSE
//
// PEOPLE are claims by the names that people log in with, in JSON. Where TERSE is true an ID token says no more than who it
// is of, and the rest has to be asked for. Clients register themselves.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [modules, people, terse] = [process.argv[1], JSON.parse(process.argv[2]), process.argv[3] === 'true'];
const { default: Provider } = await import(pathToFileURL(`${modules}/oidc-provider/lib/index.js`));

const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'], groups: ['groups'] },
  conformIdTokenClaims: terse,
  cookies: { keys: ['of a test'] },
  features: {
    devInteractions: { enabled: false },
    registration: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => {
      ctx.body = `<!DOCTYPE html><title>Provider</title><p>Log out here too?${form}<button form="op.logoutForm" name="logout" value="yes">Log out</button>`;
    } },
  },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  // Whoever logs in agrees to everything.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope(ctx.oidc.params.scope);
    await grant.save();
    return grant;
  },
});

// ask has somebody say who they are, or that they had rather not.
async function ask(req, res) {
  if (req.method !== 'POST') {
    res.setHeader('Content-Type', 'text/html');
    res.end('<!DOCTYPE html><title>Provider</title><form method="post"><input name="who"><button>Log in</button></form>');
    return;
  }
  let body = '';
  for await (const chunk of req) body += chunk;
  const who = new URLSearchParams(body).get('who');
  const said = people[who] ? { login: { accountId: who } } : { error: 'access_denied', error_description: 'nobody knows them' };
  await provider.interactionFinished(req, res, said, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
server.on('request', (req, res) => {
  if (!req.url.startsWith('/interaction/')) return answer(req, res);
  return ask(req, res).catch((err) => {
    res.statusCode = 500;
    res.end(String(err));
  });
});

process.stdin.on('end', () => process.exit()).resume();
console.log(issuer);
