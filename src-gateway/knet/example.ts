import { readKnetConfig, type KnetConfig, type KnetEnv } from './config.ts';

/** Invented settings for tests: the credentials, key and addresses of the shared cipher vectors. */
export const exampleEnv: KnetEnv = {
  KNET_ENVIRONMENT: 'test',
  KNET_CREDENTIALS_FOR: 'test',
  KNET_INIT_URL: 'https://kpaytest.com.kw/kpg/PaymentHTTP.htm?param=paymentInit',
  KNET_TRAN_URL: 'https://www.kpaytest.com.kw/kpg/tranPipe.htm?param=tranInit',
  KNET_RESPONSE_URL: 'https://pay.example.com/knet/notify',
  KNET_ERROR_URL: 'https://pay.example.com/knet/error',
  KNET_TRANPORTAL_ID: '100001',
  KNET_PASSWORD: 'DemoPass01',
  KNET_RESOURCE_KEY: 'KIOSKDEMOKEY0001',
};

/** The example settings with some of them changed; throws when they are not valid. */
export function exampleConfig(changes: KnetEnv = {}): KnetConfig {
  const config = readKnetConfig({ ...exampleEnv, ...changes });
  if (!config.ok) throw new Error(config.error.join('\n'));
  return config.value;
}
